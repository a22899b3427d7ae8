using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>verify: hashes, signatures and validity of a bundle, without recomputing the margin.</summary>
internal static class VerifyCommand
{
    private static readonly Option<string?> At = new("--at")
    {
        Description = "The moment at which it has to be valid, as 2024-01-08T11:20:00Z; without it now.",
    };

    internal static Command Create()
    {
        Command command = new(
            "verify",
            "Check a bundle's hashes, signatures and validity; nothing is recomputed.\n\nExample:\n"
            + "  verifiable verify 0xab12.vmb --signers committee.json --at 2024-01-08T11:20:00Z")
        {
            BundleFile.File,
            BundleFile.Signers,
            At,
            BundleFile.ChainId,
            BundleFile.Verifier,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(BundleFile.File);
        Bundle bundle = BundleFile.Read(path);
        Replay.ReadResult(bundle, path);
        Eip712Domain domain = BundleFile.Domain(parsed, bundle, path);
        bundle.Verify(domain, BundleFile.Committee(parsed, bundle), path);
        Instant at = parsed.GetValue(At) is string text
            ? InstantText.Parse(text, string.Empty, "--at")
            : new Instant(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        if ((ulong)at.Seconds > bundle.Attestation.ValidUntil)
        {
            Instant until = new((long)bundle.Attestation.ValidUntil);
            throw new MarginException(
                ErrorCode.AttestationExpired, path, "validUntil", InstantText.Format(at), $"until {InstantText.Format(until)}");
        }

        Print(Terminal.From(parsed), bundle, domain, parsed.GetValue(BundleFile.Signers) is not null);
        return ExitCode.Yes;
    }

    private static void Print(Terminal terminal, Bundle bundle, Eip712Domain domain, bool trusted)
    {
        string digest = bundle.Attestation.Digest(domain).ToString();
        string[] signers = [.. bundle.Signatures.MarkedSigners().Select(static signer => signer.ToString())];
        terminal.Answer($"{digest}: hashes, {signers.Length} signatures and validity hold");
        foreach (string signer in signers)
        {
            terminal.Answer($"  signed by {signer}");
        }

        if (!trusted)
        {
            terminal.Say("The committee is the bundle's own: give --signers FILE with the one you trust.");
        }

        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = digest,
            ["signers"] = new JsonArray([.. signers.Select(static signer => (JsonNode)signer!)]),
            ["trusted"] = trusted,
        });
    }
}
