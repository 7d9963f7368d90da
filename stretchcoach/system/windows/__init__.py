"""What Windows has in the place of Linux's scheduler, notifications, sensors and terminals."""
