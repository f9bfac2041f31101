"""What pages of every app use: base pages, menu, frame, form fields, words for codes and states."""
