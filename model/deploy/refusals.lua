-- Refusals of requests whose body is read to its end and kept nowhere, each answered in JSON. HAProxy's own refusal would
-- close the connection on a client that still sends, which then sees a broken connection and no sentence; a body held
-- until it is whole would let strangers fill the memory.
local function refuse(name, status, message, kind, code, header, value)
  local body = string.format('{"error":{"message":"%s","type":"%s","code":"%s"}}', message, kind, code)
  core.register_service(name, "http", function(applet)
    repeat
      local piece = applet:receive(65536)
    until piece == nil or piece == ""
    applet:set_status(status)
    applet:add_header("content-type", "application/json")
    applet:add_header("content-length", tostring(#body))
    if header then
      applet:add_header(header, value)
    end
    applet:start_response()
    applet:send(body)
  end)
end

refuse("too_large", 413, "The request is over 32 MB.", "invalid_request_error", "too_large")
refuse("turned_away", 401, "A token of this server is wanted.", "authentication_error", "token_refused", "www-authenticate", "Bearer")
refuse("one_large", 429, "Your own limit is reached: one request over 4 MB at once.", "rate_limit_error", "own_streams", "retry-after", "2")
refuse("own_limits", 429, "Your own limit is reached: requests or bytes a minute, or answers at once.", "rate_limit_error", "own_requests", "retry-after", "10")
