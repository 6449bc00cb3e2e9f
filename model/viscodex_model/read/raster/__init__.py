"""Operations on masks and pixels that every room of the reader uses, in numpy alone: an imaging library would be the
largest part of the installation."""
