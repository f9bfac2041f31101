"""The shared kernel: rooms that every app uses. It imports no app and has no words of an app."""
