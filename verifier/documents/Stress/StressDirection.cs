namespace Verifiable.Documents;

/// <summary>
/// Which way a stress moves underlyings: as given, or as far the other way in logarithms, which is by 1 / (1 + move) - 1.
/// </summary>
public enum StressDirection
{
    /// <summary>All as given.</summary>
    Given,

    /// <summary>All as given or all the other way, whichever leaves the account less equity.</summary>
    Common,

    /// <summary>Each underlying that the account holds the way that leaves it less equity.</summary>
    Each,

    /// <summary>Only one underlying that the account holds: the one, and the way, that leave it least equity.</summary>
    One,

    /// <summary>
    /// Only one underlying, in the account's favour: the excess over initial margin that this shows is withdrawn, and
    /// then the price is as it was.
    /// </summary>
    Credited,
}
