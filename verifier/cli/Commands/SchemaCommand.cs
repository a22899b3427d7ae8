using System.CommandLine;
using Verifiable.Documents;

namespace Verifiable.Cli.Commands;

/// <summary>schema: prints a document's JSON Schema.</summary>
internal static class SchemaCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = $"One of {string.Join(", ", Schemas.Names)}.",
    };

    internal static Command Create()
    {
        Name.CompletionSources.Add([.. Schemas.Names]);
        Command command = new("schema", "Print a document's JSON Schema.\n\nExample:\n  verifiable schema book")
        {
            Name,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string name = WordText.Parse(parsed.GetRequiredValue(Name), Schemas.Names, Name.Name);
        OutputFile.Write(OutputFile.Standard, Schemas.Open(name));
        return ExitCode.Yes;
    }
}
