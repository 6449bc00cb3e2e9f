"""Pure measures: text, boxes, colours and lists in; numbers out. No file, socket, clock or process."""
