--- Bytes in, base64 out (RFC 4648, section 4); Neovim's own where it has one (0.10).

local M = {}

local LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function letter(number, shift)
  local place = bit.band(bit.rshift(number, shift), 63) + 1
  return LETTERS:sub(place, place)
end

---@param data string
---@return string
function M.encode_slowly(data)
  local pieces = {}
  for at = 1, #data, 3 do
    local one, two, three = data:byte(at, at + 2)
    local number = one * 65536 + (two or 0) * 256 + (three or 0)
    pieces[#pieces + 1] = letter(number, 18) .. letter(number, 12)
    pieces[#pieces + 1] = two and letter(number, 6) or "="
    pieces[#pieces + 1] = three and letter(number, 0) or "="
  end
  return table.concat(pieces)
end

---@param data string
---@return string
function M.encode(data)
  return vim.base64 and vim.base64.encode(data) or M.encode_slowly(data)
end

return M
