--- The plugin's door: `require("viscodex").setup{}` keeps what you choose; nothing is started by it.

local M = {}

--- Choose how the plugin works. It works without this call too, with the defaults.
---@param options viscodex.Options?
function M.setup(options)
  local config = require("viscodex.config")
  config.choose(options or {})
  if config.get().autostart then
    vim.api.nvim_create_autocmd("FileType", {
      group = vim.api.nvim_create_augroup("viscodex", { clear = true }),
      callback = function(event)
        require("viscodex.client").attach(event.buf, true)
      end,
    })
  end
end

--- Turn a picture into code at the cursor, or in place of `lines`.
---@param picture viscodex.Picture
---@param options { lines: integer[]?, instruction: string?, mode: ("apply"|"propose")? }?
function M.image_to_code(picture, options)
  require("viscodex.requests").image_to_code(picture, options or {})
end

return M
