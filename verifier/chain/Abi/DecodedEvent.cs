namespace Verifiable.Chain.Abi;

/// <summary>An event that a log carried.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Fields">Its fields in the order of their declaration.</param>
public sealed record DecodedEvent(string Name, NamedValues Fields)
{
    /// <summary><c>CashChanged(account: 0x…, delta: 1)</c>.</summary>
    public override string ToString() => $"{Name}{Fields}";
}
