"""Operations on masks and pixels that every room of the reader uses, by numpy and Pillow: a larger imaging library
would be most of the installation."""
