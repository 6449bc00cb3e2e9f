-- The command alone; everything else is loaded when it is first used.
if vim.g.loaded_viscodex then
  return
end
vim.g.loaded_viscodex = true

if vim.fn.has("nvim-0.9") == 0 then
  vim.cmd([[command! -nargs=* -range Viscodex echomsg "VisCodex needs Neovim 0.9 or newer."]])
  return
end

vim.api.nvim_create_user_command("Viscodex", function(options)
  require("viscodex.commands").run(options)
end, {
  nargs = "*",
  range = true,
  desc = "Turn a picture into code",
  complete = function(lead, line)
    return require("viscodex.commands").complete(lead, line)
  end,
})
