"""The scheduler, notifications, sensors and terminals of Windows."""
