using Verifiable.Engine.Margin;

namespace Verifiable.Tests.Engine.Generators;

/// <summary>A whole result as text, so that two are equal in every member or the first difference is seen.</summary>
internal static class ResultText
{
    public static string Of(MarginResult result)
    {
        MarginResult plain = result with { Components = [], Totals = [], Explanation = [] };
        return string.Join(
            '\n',
            plain,
            string.Join('\n', result.Components),
            string.Join('\n', result.Totals),
            string.Join('\n', result.Explanation));
    }
}
