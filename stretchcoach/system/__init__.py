"""The system around: its scheduler, its notifications, its sensors, its terminals."""
