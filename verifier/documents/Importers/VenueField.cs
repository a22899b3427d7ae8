namespace Verifiable.Documents.Importers;

/// <summary>What the importer takes from a venue's row, whatever the file calls it.</summary>
internal enum VenueField
{
    /// <summary>The venue's instrument name.</summary>
    Instrument,

    /// <summary>When the row was observed, in milliseconds.</summary>
    Time,

    /// <summary>The mark: of an option in coin or quote, of a future or perpetual in quote.</summary>
    Mark,

    /// <summary>The forward of the option's expiry.</summary>
    Underlying,

    /// <summary>The spot index.</summary>
    Spot,

    /// <summary>The mark's volatility, in percent.</summary>
    MarkVolatility,

    /// <summary>The interest rate behind the mark.</summary>
    Rate,

    /// <summary>The strike, repeated outside the name.</summary>
    Strike,

    /// <summary>Call or put, repeated outside the name.</summary>
    OptionType,

    /// <summary>The expiry, repeated outside the name.</summary>
    Expiry,
}
