"""Compiled languages; `languages` says what each column means."""

from typing import Any, Final

from viscodex_lsp.core.language.data.traits import BRACES, C_COMMENTS, nodes
from viscodex_lsp.core.language.language import Grammar, Language

_C_SCOPES = (
    "function_definition struct_specifier class_specifier union_specifier enum_specifier "
    "namespace_definition if_statement for_statement for_range_loop while_statement do_statement "
    "switch_statement"
)

_C_BLOCKS = (
    "compound_statement field_declaration_list declaration_list enumerator_list initializer_list "
    "argument_list parameter_list case_statement"
)

_C: Final[dict[str, Any]] = {
    **C_COMMENTS,
    **BRACES,
    "import_nodes": frozenset({"preproc_include"}),
    "import_pattern": r"#\s*include\b",
    "preamble": frozenset({"preproc_call"}),
    "scopes": nodes(_C_SCOPES),
    "blocks": nodes(_C_BLOCKS),
    "siblings": nodes(
        "function_definition struct_specifier class_specifier declaration type_definition "
        "field_declaration template_declaration"
    ),
    "stand_ins": (
        "{}",
        "void f() {{\n{}\n}}",
        "struct A {{\n{}\n}};",
        "int a[] = {{\n{}\n}};",
        "enum A {{\n{}\n}};",
    ),
}

LANGUAGES: Final[tuple[Language, ...]] = (
    Language(
        id="java",
        name="Java",
        fence="java",
        suffixes=(".java",),
        grammar=Grammar("tree_sitter_java"),
        import_nodes=frozenset({"import_declaration"}),
        import_pattern=r"import\s",
        preamble=frozenset({"package_declaration"}),
        scopes=nodes(
            "class_declaration interface_declaration enum_declaration record_declaration method_declaration "
            "constructor_declaration lambda_expression if_statement for_statement enhanced_for_statement "
            "while_statement do_statement switch_expression try_statement"
        ),
        blocks=nodes(
            "class_body interface_body enum_body block constructor_body switch_block array_initializer "
            "argument_list formal_parameters switch_block_statement_group"
        ),
        siblings=nodes(
            "class_declaration interface_declaration enum_declaration record_declaration method_declaration "
            "constructor_declaration field_declaration"
        ),
        stand_ins=("{}", "class A {{\n{}\n}}", "class A {{ void f() {{\n{}\n}} }}", "enum A {{\n{}\n}}"),
        **C_COMMENTS,
        **BRACES,
    ),
    Language(
        id="go",
        name="Go",
        fence="go",
        labels=frozenset({"golang"}),
        suffixes=(".go",),
        grammar=Grammar("tree_sitter_go"),
        indent="\t",
        import_nodes=frozenset({"import_declaration"}),
        import_pattern=r"import\s*[(\"\w.]",
        preamble=frozenset({"package_clause"}),
        scopes=nodes(
            "function_declaration method_declaration func_literal type_declaration if_statement "
            "for_statement expression_switch_statement type_switch_statement select_statement"
        ),
        blocks=nodes(
            "block field_declaration_list interface_type literal_value argument_list parameter_list "
            "import_spec_list expression_case type_case communication_case default_case"
        ),
        siblings=nodes(
            "function_declaration method_declaration type_declaration const_declaration var_declaration "
            "field_declaration"
        ),
        stand_ins=("{}", "func f() {{\n{}\n}}", "type A struct {{\n{}\n}}", "var a = []b{{\n{}\n}}"),
        **C_COMMENTS,
        **BRACES,
    ),
    Language(
        id="rust",
        name="Rust",
        fence="rust",
        labels=frozenset({"rs"}),
        suffixes=(".rs",),
        grammar=Grammar("tree_sitter_rust"),
        import_nodes=frozenset({"use_declaration", "extern_crate_declaration"}),
        import_pattern=r"(?:pub\s+)?use\s|extern\s+crate\s",
        preamble=frozenset({"inner_attribute_item", "shebang"}),
        scopes=nodes(
            "function_item impl_item trait_item struct_item enum_item mod_item closure_expression "
            "if_expression for_expression while_expression loop_expression match_expression match_arm"
        ),
        blocks=nodes(
            "block declaration_list field_declaration_list enum_variant_list match_block "
            "field_initializer_list arguments parameters array_expression"
        ),
        siblings=nodes(
            "function_item function_signature_item impl_item trait_item struct_item enum_item mod_item "
            "const_item field_declaration type_item"
        ),
        stand_ins=(
            "{}",
            "fn f() {{\n{}\n}}",
            "struct A {{\n{}\n}}",
            "fn f() {{ match a {{\n{}\n}} }}",
            "enum A {{\n{}\n}}",
        ),
        **C_COMMENTS,
        **BRACES,
    ),
    Language(
        id="cpp",
        name="C++",
        fence="cpp",
        labels=frozenset({"c++", "cc", "cxx", "hpp", "hh", "c"}),
        suffixes=(".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx"),
        grammar=Grammar("tree_sitter_cpp"),
        **_C,
    ),
    Language(
        id="c",
        name="C",
        fence="c",
        labels=frozenset({"h", "cpp", "c++"}),
        suffixes=(".c", ".h"),
        grammar=Grammar("tree_sitter_c"),
        **_C,
    ),
    Language(
        id="csharp",
        name="C#",
        fence="csharp",
        labels=frozenset({"c#", "cs", "dotnet"}),
        suffixes=(".cs", ".csx"),
        grammar=Grammar("tree_sitter_c_sharp"),
        import_nodes=frozenset({"using_directive"}),
        import_pattern=r"(?:global\s+)?using\s+(?:static\s+)?[\w.]+\s*(?:=|;)",
        preamble=frozenset({"extern_alias_directive"}),
        scopes=nodes(
            "namespace_declaration class_declaration struct_declaration interface_declaration "
            "record_declaration enum_declaration method_declaration constructor_declaration "
            "property_declaration local_function_statement lambda_expression if_statement for_statement "
            "foreach_statement while_statement switch_statement try_statement"
        ),
        blocks=nodes(
            "declaration_list block accessor_list enum_member_declaration_list initializer_expression "
            "switch_body switch_section argument_list parameter_list"
        ),
        siblings=nodes(
            "class_declaration struct_declaration interface_declaration record_declaration enum_declaration "
            "method_declaration constructor_declaration property_declaration field_declaration"
        ),
        stand_ins=("{}", "class A {{\n{}\n}}", "class A {{ void F() {{\n{}\n}} }}", "enum A {{\n{}\n}}"),
        **C_COMMENTS,
        **BRACES,
    ),
    Language(
        id="kotlin",
        name="Kotlin",
        fence="kotlin",
        labels=frozenset({"kt", "kts"}),
        suffixes=(".kt", ".kts"),
        grammar=Grammar("tree_sitter_kotlin"),
        import_nodes=frozenset({"import"}),
        import_pattern=r"import\s",
        preamble=frozenset({"package_header", "shebang", "file_annotation"}),
        scopes=nodes(
            "class_declaration object_declaration companion_object function_declaration "
            "secondary_constructor lambda_literal if_expression for_statement while_statement "
            "when_expression try_expression"
        ),
        blocks=nodes(
            "class_body enum_class_body block lambda_literal when_expression value_arguments "
            "function_value_parameters class_parameters"
        ),
        siblings=nodes("class_declaration object_declaration function_declaration property_declaration"),
        stand_ins=("{}", "class A {{\n{}\n}}", "fun f() {{\n{}\n}}", "f(\n{}\n)"),
        **C_COMMENTS,
        **BRACES | {"opens": r"[{(\[]$|->$"},
    ),
    Language(
        id="swift",
        name="Swift",
        fence="swift",
        labels=frozenset({"swiftui"}),
        suffixes=(".swift",),
        grammar=Grammar("tree_sitter_swift"),
        import_nodes=frozenset({"import_declaration"}),
        import_pattern=r"(?:@\w+\s+)?import\s",
        scopes=nodes(
            "class_declaration protocol_declaration function_declaration init_declaration "
            "property_declaration lambda_literal if_statement guard_statement for_statement "
            "while_statement switch_statement do_statement"
        ),
        blocks=nodes(
            "class_body enum_class_body protocol_body function_body computed_property lambda_literal "
            "value_arguments array_literal switch_entry"
        ),
        siblings=nodes(
            "class_declaration protocol_declaration function_declaration init_declaration "
            "property_declaration"
        ),
        stand_ins=("{}", "class A {{\n{}\n}}", "func f() {{\n{}\n}}", "enum A {{\n{}\n}}"),
        **C_COMMENTS,
        **BRACES | {"opens": r"[{(\[]$|\{.*\bin$|^(?:case\b.*|default\s*):$"},
    ),
)
