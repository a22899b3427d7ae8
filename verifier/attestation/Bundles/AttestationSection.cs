using System;
using Verifiable.Attestation.Signing;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>The section ATTESTATION: the members as ABI words, in order, nothing else.</summary>
internal static class AttestationSection
{
    /// <exception cref="MarginException"><see cref="ErrorCode.BundleMalformed"/>.</exception>
    internal static MarginAttestation Decode(ReadOnlySpan<byte> bytes, BundleSection section, string file)
    {
        WordReader words = new(bytes, section, file);
        MarginAttestation attestation = new()
        {
            Consumer = words.Address(),
            Account = words.Word(),
            Sequence = (ulong)words.Unsigned(64),
            PriorBookHash = words.Word(),
            BookHash = words.Word(),
            Cash = words.Signed(),
            ActionHash = words.Word(),
            EngineId = words.Word(),
            ParametersHash = words.Word(),
            ScenarioHash = words.Word(),
            Round = (ulong)words.Unsigned(64),
            MarketHash = words.Word(),
            TotalsHash = words.Word(),
            Equity = words.Signed(),
            InitialMargin = words.Unsigned(),
            MaintenanceMargin = words.Unsigned(),
            ValueAtRisk = words.Unsigned(),
            ExpectedShortfall = words.Unsigned(),
            PriorExcess = words.Signed(),
            BundleHash = words.Word(),
            ValidUntil = (ulong)words.Unsigned(64),
            BlockNumber = (ulong)words.Unsigned(64),
            BlockHash = words.Word(),
            Epoch = (ulong)words.Unsigned(64),
            Purpose = ReadPurpose(ref words),
        };
        words.RequireEnd();
        return attestation;
    }

    private static Purpose ReadPurpose(ref WordReader words)
    {
        UInt128 number = words.Unsigned(8);
        return number <= (ulong)Purpose.Reduce
            ? (Purpose)(int)number
            : throw words.Malformed($"{number}", $"a purpose, 0 to {(int)Purpose.Reduce}");
    }
}
