using System;
using System.Net;
using System.Text;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Cli.Reports;

/// <summary>A margin result as one self-contained HTML page: figures, picture, components, explanation.</summary>
internal static class MarginReport
{
    /// <summary>The page.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="result">The result.</param>
    /// <param name="model">The model's parameters.</param>
    /// <param name="scenarios">The model's scenarios.</param>
    /// <param name="story">Steps that led here, each a name and an outcome; may be empty.</param>
    internal static string ToHtml(
        string title,
        MarginResult result,
        MarginParameters model,
        ScenarioSet scenarios,
        ReadOnlySpan<(string Step, string Outcome)> story)
    {
        StringBuilder page = new();
        HtmlPage.Open(page, title);
        AppendCards(page, result, model);
        if (story.Length > 0)
        {
            page.Append("<h2>What happened</h2>\n<table>\n<tr><th>step<th>outcome\n");
            foreach ((string step, string outcome) in story)
            {
                page.Append(Text($"<tr><td>{WebUtility.HtmlEncode(step)}<td>{WebUtility.HtmlEncode(outcome)}\n"));
            }

            page.Append("</table>\n");
        }

        if (!result.Totals.IsEmpty)
        {
            page.Append("<h2>Every scenario</h2>\n").Append(ScenarioChart.ToSvg(result, scenarios, model.Settlement));
        }

        AppendComponents(page, result, model);
        if (ResultNames.HasWorst(result))
        {
            AppendExplanation(page, result, model, scenarios);
        }

        page.Append("</html>\n");
        return page.ToString();
    }

    private static void AppendCards(StringBuilder page, MarginResult result, MarginParameters model)
    {
        string health = result.Excess.Raw >= 0 ? "good" : "bad";
        page.Append("<div class=\"cards\">\n");
        HtmlPage.AppendCard(page, "equity", Amount(result.Equity.Raw), string.Empty);
        HtmlPage.AppendCard(page, "initial margin", Amount(result.InitialMargin.Raw), string.Empty);
        HtmlPage.AppendCard(page, "maintenance margin", Amount(result.MaintenanceMargin.Raw), string.Empty);
        HtmlPage.AppendCard(page, "excess", Amount(result.Excess.Raw), health);
        HtmlPage.AppendCard(
            page, "worst loss", ResultNames.HasWorst(result) ? Amount(result.WorstLoss.Raw) : "-", string.Empty);
        if (model.MeasuresTail)
        {
            HtmlPage.AppendCard(page, "value at risk", Amount(result.ValueAtRisk.Raw), string.Empty);
            HtmlPage.AppendCard(page, "expected shortfall", Amount(result.ExpectedShortfall.Raw), string.Empty);
        }

        page.Append("</div>\n");

        string Amount(long raw) => $"{ScenarioChart.Amount(raw, model.Settlement)} {model.Settlement}";
    }

    private static void AppendComponents(StringBuilder page, MarginResult result, MarginParameters model)
    {
        page.Append("<h2>What the margin is made of</h2>\n<table>\n");
        page.Append("<tr><th>component<th class=\"n\">initial<th class=\"n\">maintenance\n");
        foreach (MarginComponent component in result.Components)
        {
            string initial = ScenarioChart.Amount(component.Initial.Raw, model.Settlement);
            string maintenance = ScenarioChart.Amount(component.Maintenance.Raw, model.Settlement);
            string name = ResultNames.Components[(int)component.Kind];
            page.Append(Text($"<tr><td>{name}<td class=\"n\">{initial}<td class=\"n\">{maintenance}\n"));
        }

        page.Append("</table>\n");
    }

    private static void AppendExplanation(
        StringBuilder page,
        MarginResult result,
        MarginParameters model,
        ScenarioSet scenarios)
    {
        string label = WebUtility.HtmlEncode(scenarios.Scenarios[result.WorstScenario].Label);
        page.Append(Text($"<h2>Where the worst scenario ({label}) comes from</h2>\n<table>\n"));
        page.Append("<tr><th>instrument<th class=\"n\">profit or loss\n");
        foreach (PositionContribution share in result.Explanation)
        {
            string amount = ScenarioChart.Amount(share.Contribution.Raw, model.Settlement);
            string instrument = WebUtility.HtmlEncode(InstrumentText.Format(share.Instrument));
            page.Append(Text($"<tr><td>{instrument}<td class=\"n\">{amount}\n"));
        }

        page.Append("</table>\n");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
