# Answers each line, a base64 template of ERB, with "true" if it is sound, else "false"; a mark with a value may open a
# block, as Rails has it.
require "base64"
require "ripper"

BLOCK = /((\s|\))do|\{)(\s*\|[^|]*\|)?\s*\Z/
MARK = /<%(%|#|[-=]=?)?(.*?)[-=]?%>\n?/m

def ruby_of(template)
  code = +"out = []\n"
  rest = template.dup
  until rest.empty?
    before, mark, rest = rest.partition(MARK)
    raise SyntaxError if before.gsub("<%%", "").include?("<%")
    code << ";" << "\n" * before.count("\n")
    next if mark.empty?
    kind, inner = Regexp.last_match(1).to_s, Regexp.last_match(2)
    case kind
    when "%", "#" then code << "\n" * mark.count("\n")
    when /=/ then code << (inner.match?(BLOCK) ? "out.append= #{inner}\n" : "out << (#{inner}\n);")
    else code << "#{inner}\n"
    end
  end
  code
end

$stdout.sync = true
while (line = $stdin.gets)
  begin
    text = Base64.decode64(line).force_encoding("utf-8")
    puts Ripper.sexp(ruby_of(text)) ? "true" : "false"
  rescue SyntaxError, ArgumentError
    puts "false"
  end
end
