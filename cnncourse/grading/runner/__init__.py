"""`cnncourse grade`: workers that run submissions in boxes, one recorder that owns the gradebook, and a journal."""
