namespace Verifiable.Attestation.Signing;

/// <summary>What an attestation may be used for; the numbers are those of the contracts.</summary>
public enum Purpose
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To withdraw.</summary>
    Withdraw = 1,

    /// <summary>To open or take part in a liquidation.</summary>
    Liquidate = 2,

    /// <summary>To report; no money moves by it.</summary>
    Report = 3,

    /// <summary>To trade.</summary>
    Trade = 4,

    /// <summary>To trade so that the excess does not fall.</summary>
    Reduce = 5,
}
