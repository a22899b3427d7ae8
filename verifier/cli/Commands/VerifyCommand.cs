using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
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
        Description = "The moment at which it has to be valid, as 2024-01-08T11:20:00Z; without it now, when the "
            + "bundles of the past have expired.",
    };

    internal static Command Create()
    {
        Command command = new(
            "verify",
            "Check a bundle's hashes, signatures and validity; nothing is recomputed. Validity is judged now, and with "
            + "--at as of another moment.\n\nExample:\n"
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
        Instant? at = parsed.GetValue(At) is string text ? MomentText.Parse(text, "--at") : null;
        Bundle bundle = BundleFile.Read(path);
        Replay.ReadResult(bundle, path);
        Eip712Domain domain = BundleFile.Domain(parsed, bundle, path);
        bundle.Verify(domain, BundleFile.Committee(parsed, bundle), path);
        RequireValid(bundle.Attestation, at, path);
        Print(Terminal.From(parsed), bundle, domain, parsed.GetValue(BundleFile.Signers) is not null);
        return ExitCode.Yes;
    }

    /// <summary>Refuses what has expired at the moment asked for, or now where none is.</summary>
    private static void RequireValid(MarginAttestation attestation, Instant? asked, string path)
    {
        Instant at = asked ?? new Instant(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        if ((ulong)at.Seconds <= attestation.ValidUntil)
        {
            return;
        }

        string until = InstantText.Format(new Instant((long)attestation.ValidUntil));
        string how = asked is null ? $"; without --at it is judged now, with --at {until} as of then" : string.Empty;
        throw new MarginException(
            ErrorCode.AttestationExpired, path, "validUntil", InstantText.Format(at), $"a moment until {until}{how}");
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

        if (bundle.Neo is { } part)
        {
            terminal.Answer($"  the same for Neo: {part.Digest()}, vault {ScriptHash.Format(part.Domain.Contract)}");
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
            ["neo"] = AttestationJson.NeoOf(bundle.Neo),
        });
    }
}
