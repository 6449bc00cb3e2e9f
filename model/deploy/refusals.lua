-- Refusals of requests whose body is read to its end and kept nowhere, each answered in JSON. HAProxy's own refusal would
-- close the connection on a client that still sends, which then sees a broken connection and no sentence; a body held
-- until it is whole would let strangers fill the memory.
local function refuse(name, status, message, kind, code, challenge)
  local body = string.format('{"error":{"message":"%s","type":"%s","code":"%s"}}', message, kind, code)
  core.register_service(name, "http", function(applet)
    repeat
      local piece = applet:receive(65536)
    until piece == nil or piece == ""
    applet:set_status(status)
    applet:add_header("content-type", "application/json")
    applet:add_header("content-length", tostring(#body))
    if challenge then
      applet:add_header("www-authenticate", challenge)
    end
    applet:start_response()
    applet:send(body)
  end)
end

refuse("too_large", 413, "The request is over 32 MB.", "invalid_request_error", "too_large")
refuse("turned_away", 401, "A token of this server is wanted.", "authentication_error", "token_refused", "Bearer")
