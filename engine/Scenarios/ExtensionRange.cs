using Verifiable.Engine.Units;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Scenarios;

/// <summary>The ranges of a model's optional members, which <see cref="ParameterRange"/> checks with the
/// others.</summary>
internal static class ExtensionRange
{
    /// <summary>Largest buffer: 10, far beyond the quarter that the standard asks for.</summary>
    private const long MaxBufferRaw = 10 * Ratio.One;

    internal static void Check(ModelParameters model, string file)
    {
        bool scans = model.Measure.Kind == MeasureKind.Scan;
        ParameterRange.Require(
            file, "/measure/confidence", model.Measure.ConfidencePpm, scans ? 0 : 1, scans ? 0 : 999_999);
        ParameterRange.Require(
            file, "/measure/horizon", model.Measure.HorizonSeconds, 0, scans ? 0 : Black76.MaxSeconds);
        bool withCredit = model.Across.Rule == AcrossRule.SumOfWorstsWithCredit;
        ParameterRange.Require(file, "/offsetCredit", model.Across.Credit.Raw, 0, withCredit ? Ratio.One : 0);
        ParameterRange.Require(file, "/limits/optionValue", model.Limits.OptionValue.Raw, 0, Money.Limit - 1);
        ParameterRange.Require(file, "/limits/unrealisedProfit", model.Limits.UnrealisedProfit.Raw, 0, Money.Limit - 1);
        for (int at = 0; at < model.Concentration.Length; at++)
        {
            ConcentrationRule rule = model.Concentration[at];
            string path = $"/contingencies/concentration/{at}";
            ParameterRange.Require(file, $"{path}/lower", rule.Lower.Raw, 0, Quantity.Limit - 2);
            ParameterRange.Require(file, $"{path}/upper", rule.Upper.Raw, rule.Lower.Raw + 1, Quantity.Limit - 1);
            ParameterRange.Require(file, $"{path}/initial", rule.Share.Initial.Raw, 0, Ratio.One);
            ParameterRange.Require(file, $"{path}/maintenance", rule.Share.Maintenance.Raw, 0, Ratio.One);
        }

        CheckDynamic(model.Dynamic, file);
        CheckCredit(model, file);
    }

    private static void CheckDynamic(DynamicParameters dynamic, string file)
    {
        ParameterRange.Require(file, "/dynamic/buffer", dynamic.Buffer.Raw, 0, MaxBufferRaw);
        ParameterRange.Require(file, "/dynamic/stressedShare", dynamic.StressedShare.Raw, 0, Ratio.One);
        for (int at = 0; at < dynamic.Underlyings.Length; at++)
        {
            DynamicRule rule = dynamic.Underlyings[at];
            string path = $"/dynamic/underlyings/{at}";
            ParameterRange.Require(file, $"{path}/reference", rule.Reference.Raw, 1, Volatility.MaxRaw);
            ParameterRange.Require(file, $"{path}/stressed", rule.Stressed.Raw, 0, Volatility.MaxRaw);
            ParameterRange.Require(file, $"{path}/floor", rule.Floor.Raw, 0, Volatility.MaxRaw);
            ParameterRange.Require(file, $"{path}/release", rule.Release.Raw, 0, Volatility.MaxRaw);
        }
    }

    private static void CheckCredit(ModelParameters model, string file)
    {
        ParameterRange.Require(file, "/credit/floor", model.Credit.Floor.Raw, 0, Ratio.One);
        for (int at = 0; at < model.Credit.Lines.Length; at++)
        {
            ParameterRange.Require(
                file, $"/credit/lines/{at}/amount", model.Credit.Lines[at].Amount.Raw, 0, Money.Limit - 1);
        }

        int exposures = model.Counterparties.Exposures.Length;
        int least = exposures == 0 ? 0 : 1;
        ParameterRange.Require(file, "/counterparties/largest", model.Counterparties.Largest, least, 64 * least);
        for (int at = 0; at < exposures; at++)
        {
            long lossRaw = model.Counterparties.Exposures[at].LossGivenDefault.Raw;
            ParameterRange.Require(file, $"/counterparties/exposures/{at}/lossGivenDefault", lossRaw, 0, Ratio.One);
        }
    }
}
