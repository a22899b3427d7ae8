namespace Verifiable.Documents.Importers;

/// <summary>
/// What an import reports about a row, a strike or a file. The numbers from 0 to 6 are the reasons for dropping a row.
/// </summary>
public enum ImportSubject
{
    /// <summary>Row dropped: of another underlying than asked for.</summary>
    OtherUnderlying = 0,

    /// <summary>Row dropped: a spot pair; the spot is the venue's index.</summary>
    SpotPair = 1,

    /// <summary>Row dropped: observed after the moment asked for.</summary>
    AfterTime = 2,

    /// <summary>Row dropped: a later row of the same instrument replaces it.</summary>
    EarlierSnapshot = 3,

    /// <summary>Row dropped: another row of the same instrument and moment says the same.</summary>
    Duplicate = 4,

    /// <summary>Row dropped: expired at the snapshot's latest moment.</summary>
    Expired = 5,

    /// <summary>Row dropped: strike and forward further apart than the kernel prices, or a discount of nil.</summary>
    OutsideKernelDomain = 6,

    /// <summary>Option without a volatility: the file gives none and its mark is at most the intrinsic value.</summary>
    MarkAtOrBelowIntrinsic = 7,

    /// <summary>Option without a volatility: the file gives none and its mark exceeds the model's bound.</summary>
    MarkAboveModelBound = 8,

    /// <summary>Option without a volatility: its mark lies inside the kernel's first step above intrinsic.</summary>
    MarkInsideLeastVolatility = 9,

    /// <summary>Strike whose out-of-the-money side has no volatility: the other side's is taken.</summary>
    OtherSideTaken = 10,

    /// <summary>Strike omitted: neither side has a volatility, or it is too far from the expiry's forward.</summary>
    StrikeOmitted = 11,

    /// <summary>Expiry whose rows give different interest rates: the lower median is taken.</summary>
    RatesDiffer = 12,

    /// <summary>Column or member that the importer does not take.</summary>
    ColumnUnused = 13,

    /// <summary>Perpetual imported with funding index zero: the venue's files carry none.</summary>
    FundingIndexAbsent = 14,
}
