"""What a reply to a file of JavaScript or TypeScript becomes there, but for its markup."""
