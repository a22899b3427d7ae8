namespace Verifiable.Attestation.Evidence;

/// <summary>What a proof shows to be wrong: the enum of the same name in contracts/interfaces/IDisputes.sol.</summary>
public enum DisputeKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One total of the attested list, or the form of that list.</summary>
    Total,

    /// <summary>The hash of all totals.</summary>
    Totals,

    /// <summary>Equity.</summary>
    Equity,

    /// <summary>Value at risk or expected shortfall.</summary>
    Measure,

    /// <summary>Initial or maintenance margin.</summary>
    Requirement,

    /// <summary>The prior excess.</summary>
    PriorExcess,

    /// <summary>The market hash of the round.</summary>
    Market,

    /// <summary>Engine, parameters and scenarios.</summary>
    Model,

    /// <summary>Rows or balances of the book.</summary>
    Book,

    /// <summary>The bundle: it was asked for and not shown.</summary>
    Withheld,

    /// <summary>Two results of the same inputs.</summary>
    Equivocation,
}
