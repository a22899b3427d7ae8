using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Cli.Chain;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

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
            "Recompute a bundle and add one signature. With --rpc-url the account and the market are the chain's too; "
            + "without it a signer takes them as the bundle has them, and answers for them with the bond.\n\nExamples:\n"
            + "  verifiable sign 0xab12.vmb --keystore attester2.json\n"
            + "  verifiable sign 0xab12.vmb --keystore attester2.json --rpc-url http://127.0.0.1:8545")
        {
            BundleFile.File,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
            BundleFile.ChainId,
            BundleFile.Verifier,
            AttestedState.RpcUrl,
            ChainOptions.Deployment,
            ChainOptions.Artifacts,
            Output,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(BundleFile.File);
        Bundle bundle = BundleFile.Read(path);
        Eip712Domain domain = BundleFile.Domain(parsed, bundle, path);

        // A signer vouches for the numbers, so it computes them itself.
        Replay.Verify(bundle, path);
        if (bundle.Attestation.Purpose == Purpose.Reduce)
        {
            throw new MarginException(
                ErrorCode.WrongPurpose,
                path,
                "purpose",
                $"{Purpose.Reduce}",
                "a purpose whose every number follows from the bundle; the excess before a reduction does not");
        }

        await AttestedState.CompareAsync(parsed, bundle.Attestation, path, cancellation);
        Bytes32 digest = bundle.Attestation.Digest(domain);
        using PrivateKey key = KeyOptions.Open(parsed);
        Bundle signed = bundle.Sign(domain, key);
        OutputFile.Write(parsed.GetValue(Output) ?? path, signed.Encode());

        Terminal terminal = Terminal.From(parsed);
        int count = signed.Signatures.Signatures.Count;
        int threshold = signed.Signatures.Signers.Threshold;
        terminal.Answer($"signed {digest} as {key.Address}: {count} of {threshold} signatures");
        if (bundle.Neo is { } part)
        {
            terminal.Answer($"  and for Neo {part.Digest()}, vault {ScriptHash.Format(part.Domain.Contract)}");
        }

        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = digest.ToString(),
            ["signer"] = key.Address.ToString(),
            ["signatures"] = count,
            ["threshold"] = threshold,
            ["neo"] = AttestationJson.NeoOf(bundle.Neo),
        });
        return ExitCode.Yes;
    }
}
