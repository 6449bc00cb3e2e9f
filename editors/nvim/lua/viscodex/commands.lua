--- The subcommands of :Viscodex, and what Tab offers for them.

local M = {}

local function requests()
  return require("viscodex.requests")
end

local function buffer()
  return vim.api.nvim_get_current_buf()
end

local function say(sentence, level)
  require("viscodex.messages").say(sentence, level)
end

--- Words as an instruction; nil when there are none.
local function instruction(words, first)
  local text = table.concat(words, " ", first)
  return text ~= "" and text or nil
end

local function lines_of(options)
  return options.range > 0 and { options.line1, options.line2 } or nil
end

local function generate(picture, options, words, first)
  requests().image_to_code(picture, { lines = lines_of(options), instruction = instruction(words, first) })
end

local function rewrite(options, words)
  if options.range == 0 then
    say("Select what to rewrite first, or name its lines: :10,20Viscodex rewrite", vim.log.levels.WARN)
    return
  end
  generate({ kind = "clipboard" }, options, words, 1)
end

local function file(options, words)
  local path = words[1]
  if not path then
    vim.ui.input({ prompt = "Picture: ", completion = "file" }, function(answer)
      if answer and answer ~= "" then
        file(options, { answer })
      end
    end)
    return
  end
  generate({ kind = "local", path = vim.fn.fnamemodify(path, ":p") }, options, words, 2)
end

--- What was made here last, or waits; with a range and a picture file, these lines.
local function closer(options, words)
  if options.range == 0 then
    requests().execute(buffer(), "viscodex.refine", { uri = vim.uri_from_bufnr(buffer()) })
  elseif words[1] then
    local picture = { kind = "local", path = vim.fn.fnamemodify(words[1], ":p") }
    requests().image_to_code(picture, { lines = lines_of(options), command = "viscodex.refine" })
  else
    local sentence = "Name the picture that the lines should come closer to: :10,20Viscodex closer mock.png"
    say(sentence, vim.log.levels.WARN)
  end
end

local function screen(options, words)
  local monitor = tonumber(words[1])
  generate({ kind = "screen", monitor = monitor }, options, words, monitor and 2 or 1)
end

local function show_status(status)
  local model = status.model == "" and "the server's first model" or status.model
  local place = status.engine == "embedded" and "on this machine" or "at " .. status.engine
  local lines = { model .. " " .. place }
  for _, job in ipairs(status.jobs) do
    local heard = job.tokens == 1 and "1 token" or job.tokens .. " tokens"
    table.insert(lines, ("%s: %s"):format(job.id, job.waiting and "waiting" or heard))
  end
  for _, proposal in ipairs(status.proposals) do
    table.insert(lines, ("ready: %s from %s"):format(proposal.summary, proposal.origin))
  end
  say(table.concat(lines, "\n"))
end

---@type table<string, fun(options: table, words: string[])>
local SUBCOMMANDS = {
  clipboard = function(options, words)
    generate({ kind = "clipboard" }, options, words, 1)
  end,
  file = file,
  screen = screen,
  region = function(options, words)
    generate({ kind = "screen", region = "pick" }, options, words, 1)
  end,
  rewrite = rewrite,
  apply = function()
    requests().execute(buffer(), "viscodex.applyProposal", vim.empty_dict())
  end,
  preview = function()
    require("viscodex.preview").open(buffer())
  end,
  compare = function()
    require("viscodex.comparison").open(buffer())
  end,
  closer = closer,
  discard = function()
    requests().execute(buffer(), "viscodex.discardProposal", vim.empty_dict())
  end,
  cancel = function()
    requests().execute(buffer(), "viscodex.cancel", vim.empty_dict())
  end,
  status = function()
    requests().status(buffer(), show_status)
  end,
}

---@return string[]
local function names()
  local found = vim.tbl_keys(SUBCOMMANDS)
  table.sort(found)
  return found
end

---@param options table as `nvim_create_user_command` gives them
function M.run(options)
  local words = vim.list_slice(options.fargs, 2)
  local subcommand = SUBCOMMANDS[options.fargs[1]]
  if not subcommand then
    local given, there = options.fargs[1], table.concat(names(), ", ")
    local sentence = given and given .. " is no subcommand; there are " or ":Viscodex takes one of "
    say(sentence .. there .. ".", vim.log.levels.ERROR)
    return
  end
  subcommand(options, words)
end

---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(line:gsub("^.-Viscodex!?%s+", ""), "%s+")
  if #words == 1 then
    return vim.tbl_filter(function(name)
      return vim.startswith(name, lead)
    end, names())
  end
  if (words[1] == "file" or words[1] == "closer") and #words == 2 then
    return vim.fn.getcompletion(lead, "file")
  end
  return {}
end

return M
