"""What the person sees and types: keys, signals, the screen, the transcript."""
