using System.CommandLine;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verifiable.Neo;
using Verifiable.Neo.Output;

namespace Verifiable.Cli.Commands;

/// <summary>neo: builds contracts for NeoVM from compiled C#, and shows scripts as text.</summary>
internal static class NeoCommand
{
    private const int MaxNefBytes = 1 << 20;

    private static readonly Argument<string> Assembly = new("ASSEMBLY")
    {
        Description = "The contract's compiled assembly, a Release build; the kernel's own gives its functions.",
    };

    private static readonly Argument<string> Nef = new("FILE") { Description = "A NEF file." };

    private static readonly Option<string> Folder = new("--output", "-o")
    {
        Description = "The folder for NAME.nef, NAME.manifest.json and NAME.txt, the listing; made where it is missing.",
        DefaultValueFactory = static _ => ".",
    };

    internal static Command Create() =>
        new("neo", "Build contracts for Neo from C#.\n\nExample:\n  verifiable neo build Verifiable.Neo.Vault.dll")
        {
            CreateBuild(),
            CreateDisassemble(),
        };

    private static Command CreateBuild()
    {
        Command command = new(
            "build",
            "Translate a contract of the C# subset to NeoVM.\n\nExample:\n"
            + "  verifiable neo build Verifiable.Neo.Vault.dll -o artifacts/neo")
        {
            Assembly,
            Folder,
        };
        command.SetAction(Build);
        return command;
    }

    private static Command CreateDisassemble()
    {
        Command command = new(
            "disassemble",
            "Show a NEF file's script.\n\nExample:\n  verifiable neo disassemble VerifiableMarginVault.nef")
        {
            Nef,
        };
        command.SetAction(Disassemble);
        return command;
    }

    private static int Build(ParseResult parsed)
    {
        BuiltContract built = ContractBuilder.Build(parsed.GetRequiredValue(Assembly));
        string folder = parsed.GetRequiredValue(Folder);
        OutputFile.MakeFolder(folder);
        string stem = Path.Combine(folder, built.Name);
        OutputFile.Write($"{stem}.nef", built.Nef);
        OutputFile.Write($"{stem}.manifest.json", Encoding.UTF8.GetBytes(built.Manifest));
        OutputFile.Write($"{stem}.txt", Encoding.UTF8.GetBytes(built.Listing));

        string hash = System.Convert.ToHexStringLower(SHA256.HashData(built.Nef));
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer($"{stem}.nef: {built.Nef.Length} bytes, SHA-256 {hash}");
        terminal.AnswerJson(new JsonObject
        {
            ["name"] = built.Name,
            ["nef"] = $"{stem}.nef",
            ["bytes"] = built.Nef.Length,
            ["sha256"] = hash,
        });
        return ExitCode.Yes;
    }

    private static int Disassemble(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Nef);
        string listing = ContractBuilder.Disassemble(InputFile.Read(path, MaxNefBytes), path);
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer(listing.TrimEnd());
        terminal.AnswerJson(new JsonObject { ["file"] = path, ["listing"] = listing });
        return ExitCode.Yes;
    }
}
