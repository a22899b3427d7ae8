using System;

namespace Verifiable.Chain.Transactions;

/// <summary>How patient a sender is.</summary>
public sealed record SenderOptions
{
    /// <summary>The most gas of one transaction (EIP-7825: 2^24).</summary>
    public const ulong MaxGas = 1 << 24;

    /// <summary>Percent of an estimate added to it, since the state moves before the transaction is mined.</summary>
    public ulong GasMarginPercent { get; init; } = 20;

    /// <summary>Blocks that must hold or follow the transaction; 1 is its own block.</summary>
    public ulong Confirmations { get; init; } = 1;

    /// <summary>The time from submission to the last confirmation.</summary>
    public TimeSpan ReceiptTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The time without a receipt after which the same nonce is offered with higher fees.</summary>
    public TimeSpan ReplaceAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The first wait between two looks for a receipt; it doubles up to a second.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How often the same bytes are offered to a node that does not answer.</summary>
    public int SubmitAttempts { get; init; } = 5;
}
