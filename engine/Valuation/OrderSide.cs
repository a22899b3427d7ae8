namespace Verifiable.Engine.Valuation;

/// <summary>
/// What trades before the loss: nothing, all buy orders of an underlying, or all its sell orders. An account is
/// margined for the worst of the three, underlying by underlying.
/// </summary>
internal enum OrderSide
{
    /// <summary>Nothing trades; of a row, that it is held.</summary>
    Held = 0,

    /// <summary>All buy orders trade.</summary>
    Bids = 1,

    /// <summary>All sell orders trade.</summary>
    Asks = 2,
}
