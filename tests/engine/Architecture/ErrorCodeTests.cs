using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>The names of the refusals.</summary>
public sealed class ErrorCodeTests
{
    private static readonly string[] Names = Enum.GetNames<ErrorCode>();

    [Fact]
    public void Numbers_OfAllCodes_AreUnique() =>
        Assert.Equal(Names.Length, Enum.GetValuesAsUnderlyingType<ErrorCode>().Cast<int>().Distinct().Count());

    [Fact]
    public void Numbers_OfAllCodes_LieInASubjectsHundred() =>
        Assert.All(
            Enum.GetValues<ErrorCode>().Where(static code => code != ErrorCode.None),
            static code => Assert.InRange((int)code / 100, 1, 7));

    [Fact]
    public void Names_OfAllCodes_SayWhatIsWrong() =>
        Assert.All(Names, static name => Assert.DoesNotMatch("Invalid|Error|Exception", name));

    [Fact]
    public void Documentation_OfAllCodes_IsASentence()
    {
        string file = Path.ChangeExtension(typeof(ErrorCode).Assembly.Location, ".xml");
        string prefix = $"F:{typeof(ErrorCode).FullName}.";
        Dictionary<string, string> summaries = XDocument.Load(file).Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(
                member => member.Attribute("name")!.Value[prefix.Length..],
                static member => member.Element("summary")!.Value.Trim());

        Assert.All(Names, name => Assert.Matches(@"^[A-Z].{8,}\.$", summaries[name].ReplaceLineEndings(" ")));
        Assert.Equal(Names.Length, summaries.Values.Distinct().Count());
    }
}
