namespace Verifiable.Calibration.History;

/// <summary>What can be wrong with a price series.</summary>
public enum HistoryProblemKind
{
    /// <summary>A bar with the time of the bar before it.</summary>
    TimeDuplicate,

    /// <summary>A bar earlier than the bar before it.</summary>
    TimeDisorder,

    /// <summary>A bar sooner after the one before than bars of this series usually are.</summary>
    TimeIrregular,

    /// <summary>One or more bars are missing before this one.</summary>
    Gap,

    /// <summary>The series ends before the file does: delisted, or no longer recorded.</summary>
    EndsEarly,

    /// <summary>The close has not moved for a run of bars that ends here.</summary>
    StaleRun,

    /// <summary>The close moves by a large factor in one bar.</summary>
    Jump,

    /// <summary>The close moves by about a power of ten: the coin was split or merged.</summary>
    Redenomination,

    /// <summary>The series goes on at another level altogether: the ticker now names another coin.</summary>
    TickerReuse,

    /// <summary>A price of zero or less.</summary>
    PriceNotPositive,

    /// <summary>A price that is no multiple of 1e-8 from 1e-8 to under 2^62 e-8, even when rounded.</summary>
    PriceOutOfRange,

    /// <summary>A high below, or a low above, another price of the same bar.</summary>
    RangeInconsistent,

    /// <summary>
    /// Another source has prices of this name at another level from here on: one of them is another coin.
    /// </summary>
    SourceMismatch,
}
