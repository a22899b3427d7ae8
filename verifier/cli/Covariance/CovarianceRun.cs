using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Verifiable.Calibration.Quantised;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Covariance;

/// <summary>calibrate --covariance: a history becomes volatilities and correlations, in a hashed file.</summary>
internal static class CovarianceRun
{
    /// <summary>Estimates, writes and answers.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="historyFile">The history's file.</param>
    /// <param name="named">The underlyings that were named, ascending; empty for all.</param>
    /// <param name="asOf">Only bars that had closed by then count; null for all.</param>
    /// <param name="bars">The number of bars as it was typed; null for the default.</param>
    /// <param name="daysOption">Its option, for refusals.</param>
    internal static int Run(
        ParseResult parsed,
        string historyFile,
        ImmutableArray<UnderlyingId> named,
        Instant? asOf,
        string? bars,
        string daysOption)
    {
        string output = parsed.GetRequiredValue(CovarianceArguments.Output)!;
        string? svg = parsed.GetValue(CovarianceArguments.Svg);
        FileRoles.Require(
            [historyFile], (output, CovarianceArguments.Output.Name), (svg, CovarianceArguments.Svg.Name));
        HistoryDocument history = HistoryFile.Read(historyFile);
        CovarianceOptions options = CovarianceArguments.Read(
            parsed, named.IsEmpty ? history.Assets : named, bars, daysOption) with
        {
            AsOf = asOf,
        };
        CovarianceDocument document = CovarianceCalibration.Run(history, historyFile, options);
        byte[] written = CovarianceDocument.Write(document);
        SideFiles files = new(Terminal.From(parsed));
        files.Write(output, () => written);
        files.Write(svg, () => Encoding.UTF8.GetBytes(CorrelationChart.ToSvg(document)));
        return files.Answer(
            terminal => CovarianceTables.Print(terminal.Out, document), () => written, ExitCode.Yes);
    }
}
