using System.CommandLine;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Commands;

/// <summary>
/// sign: adds one signature to a bundle, on the signer's own machine, after recomputing what it signs.
/// </summary>
internal static class SignCommand
{
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "The signed bundle; without it the file is replaced.",
    };

    internal static Command Create()
    {
        Command command = new(
            "sign",
            "Recompute a bundle and add one signature.\n\nExample:\n"
            + "  verifiable sign 0xab12.vmb --keystore attester2.json")
        {
            BundleFile.File,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
            BundleFile.ChainId,
            BundleFile.Verifier,
            Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(BundleFile.File);
        Bundle bundle = BundleFile.Read(path);
        Eip712Domain domain = BundleFile.Domain(parsed, bundle, path);

        // A signer vouches for the numbers, so it computes them itself.
        Replay.Verify(bundle, path);
        Bytes32 digest = bundle.Attestation.Digest(domain);
        using PrivateKey key = KeyOptions.Open(parsed);
        Bundle signed = bundle.Sign(domain, key);
        OutputFile.Write(parsed.GetValue(Output) ?? path, signed.Encode());

        Terminal terminal = Terminal.From(parsed);
        int count = signed.Signatures.Signatures.Count;
        int threshold = signed.Signatures.Signers.Threshold;
        terminal.Answer($"signed {digest} as {key.Address}: {count} of {threshold} signatures");
        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = digest.ToString(),
            ["signer"] = key.Address.ToString(),
            ["signatures"] = count,
            ["threshold"] = threshold,
        });
        return ExitCode.Yes;
    }
}
