<?php
// Answers each line, a name and a base64 text, with "true" if Twig or Blade takes the template, else "false". Names that
// other code would define (filters, functions, tags) are taken as known.
require '/usr/share/php/Twig/autoload.php';

$twig = new Twig\Environment(new Twig\Loader\ArrayLoader());
$twig->registerUndefinedFilterCallback(fn ($name) => new Twig\TwigFilter($name, 'strval'));
$twig->registerUndefinedFunctionCallback(fn ($name) => new Twig\TwigFunction($name, 'strval'));
class UnknownTag extends Twig\TokenParser\AbstractTokenParser {
    public function __construct(private string $name) {}
    public function getTag(): string { return $this->name; }
    public function parse(Twig\Token $token): Twig\Node\Node {
        $stream = $this->parser->getStream();
        while (!$stream->test(Twig\Token::BLOCK_END_TYPE)) $stream->next();
        $stream->next();
        return new Twig\Node\Node();
    }
}
// `extends` and `block` of a template, and ends of what is known, stay as they are.
$known = '/^(end)?(if|else|elseif|for|block|set|embed|macro|apply|autoescape|sandbox|verbatim|with)$/';
$twig->registerUndefinedTokenParserCallback(fn ($name) => preg_match($known, $name) ? false : new UnknownTag($name));
$blade = null;

while (($line = fgets(STDIN)) !== false) {
    [$language, $text] = explode(' ', trim($line), 2) + [1 => ''];
    $text = base64_decode($text);
    try {
        if ($language === 'twig') {
            $twig->parse($twig->tokenize(new Twig\Source($text, 'a')));
        } else {
            if ($blade === null) {
                require '/usr/share/php/Illuminate/View/autoload.php';
                require '/usr/share/php/Illuminate/Filesystem/autoload.php';
                $blade = new Illuminate\View\Compilers\BladeCompiler(new Illuminate\Filesystem\Filesystem(), '/tmp');
                $blade->withoutComponentTags();
            }
            token_get_all($blade->compileString($text), TOKEN_PARSE);
        }
        $taken = true;
    } catch (\Throwable $error) {
        $taken = false;
    }
    echo $taken ? "true\n" : "false\n";
}
