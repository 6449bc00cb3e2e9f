-- A request of somebody without a right token: its body is read to its end and kept nowhere, then answered with a 401 in
-- JSON. Held until it was whole, such bodies would fill the memory; cut off at once, the connection looks broken to a
-- client that still sends, and nobody reads why.
local body = '{"error":{"message":"A token of this server is wanted.","type":"authentication_error","code":"token_refused"}}'

core.register_service("turned_away", "http", function(applet)
  repeat
    local piece = applet:receive(65536)
  until piece == nil or piece == ""
  applet:set_status(401)
  applet:add_header("content-type", "application/json")
  applet:add_header("content-length", tostring(#body))
  applet:add_header("www-authenticate", "Bearer")
  applet:start_response()
  applet:send(body)
end)
