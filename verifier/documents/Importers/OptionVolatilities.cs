using System.Collections.Generic;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Importers;

/// <summary>The volatility of each option row: the file's where it gives one, else its mark's.</summary>
internal sealed class OptionVolatilities
{
    private readonly Dictionary<InstrumentId, Volatility> _byInstrument = [];

    private OptionVolatilities()
    {
    }

    /// <summary>The volatilities of the options that have one.</summary>
    public IReadOnlyDictionary<InstrumentId, Volatility> ByInstrument => _byInstrument;

    /// <summary>Options whose volatility the file gives.</summary>
    public int FromFile { get; private set; }

    /// <summary>Options whose mark was inverted.</summary>
    public int Solved { get; private set; }

    /// <summary>The largest repricing error at a file's volatility.</summary>
    public RepricingError? LargestFileError { get; private set; }

    /// <summary>The largest repricing error at a solved volatility.</summary>
    public RepricingError? LargestSolvedError { get; private set; }

    /// <summary>Finds the volatility of every option among the rows.</summary>
    public static OptionVolatilities Of(IEnumerable<VenueQuote> rows, ImportFindings findings)
    {
        OptionVolatilities volatilities = new();
        foreach (VenueQuote row in rows)
        {
            if (row.Instrument.IsOption)
            {
                volatilities.Add(row, findings);
            }
        }

        return volatilities;
    }

    private void Add(VenueQuote row, ImportFindings findings)
    {
        if (row.MarkVolatility.Raw > 0)
        {
            FromFile++;
            _byInstrument.Add(row.Instrument, row.MarkVolatility);
            LargestFileError = Larger(LargestFileError, row, row.MarkVolatility);
            return;
        }

        OptionValuation valuation = row.Valuation;
        ImpliedVolatilityOutcome outcome =
            ImpliedVolatility.Solve(valuation, RepricingError.TargetQ40(row, valuation), out Volatility volatility);
        switch (outcome)
        {
            case ImpliedVolatilityOutcome.Solved:
                Solved++;
                _byInstrument.Add(row.Instrument, volatility);
                LargestSolvedError = Larger(LargestSolvedError, row, volatility);
                break;
            case ImpliedVolatilityOutcome.AtOrBelowIntrinsic:
                findings.Add(ImportSubject.MarkAtOrBelowIntrinsic, row.Place);
                break;
            case ImpliedVolatilityOutcome.AboveModelBound:
                findings.Add(ImportSubject.MarkAboveModelBound, row.Place);
                break;
            default:
                findings.Add(ImportSubject.MarkInsideLeastVolatility, row.Place);
                break;
        }
    }

    private static RepricingError Larger(RepricingError? largest, VenueQuote row, Volatility volatility)
    {
        RepricingError error = RepricingError.Of(row, row.Valuation, volatility);
        return largest is RepricingError other && other.Absolute >= error.Absolute ? other : error;
    }
}
