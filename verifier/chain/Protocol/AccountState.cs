using System;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Protocol;

/// <summary>Where an account stands in the vault; the numbers are the contract's.</summary>
public enum AccountState
{
    /// <summary>Not open.</summary>
    None = 0,

    /// <summary>Open.</summary>
    Active = 1,

    /// <summary>Being liquidated.</summary>
    Auction = 2,

    /// <summary>Being liquidated with a deficit.</summary>
    Insolvent = 3,
}

/// <summary>What an attestation is bound to.</summary>
/// <param name="Sequence">Rises with every change that an attestation has to know of.</param>
/// <param name="BookHash">The hash of rows and collateral.</param>
/// <param name="Cash">Micro-units; may be negative.</param>
/// <param name="State">Where the account stands.</param>
public sealed record AccountStanding(ulong Sequence, Bytes32 BookHash, Int128 Cash, AccountState State);
