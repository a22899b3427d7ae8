using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// Add-on on a position that its market could not take over at once: a share of its size at spot that grows in
/// proportion from nothing at the lower size to the whole share at the upper size.
/// </summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Lower">Gross delta-equivalent size up to which nothing is added.</param>
/// <param name="Upper">Size from which the whole share is added; above the lower.</param>
/// <param name="Share">Shares of size at spot; initial on top of maintenance.</param>
public readonly record struct ConcentrationRule(
    UnderlyingId Underlying,
    Quantity Lower,
    Quantity Upper,
    StagedRatio Share);
