-- A request that is too large: read to its end, kept nowhere, answered with a 413 in JSON. HAProxy's own refusal
-- would close the connection on a client that still sends, which then sees a broken connection and no sentence.
local body = '{"error":{"message":"The request is over 32 MB.","type":"invalid_request_error","code":"too_large"}}'

core.register_service("too_large", "http", function(applet)
  repeat
    local piece = applet:receive(65536)
  until piece == nil or piece == ""
  applet:set_status(413)
  applet:add_header("content-type", "application/json")
  applet:add_header("content-length", tostring(#body))
  applet:start_response()
  applet:send(body)
end)
