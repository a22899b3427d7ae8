using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Json;

public sealed class RefusalTests
{
    public static TheoryData<string, string, string, ErrorCode, string> All
    {
        get
        {
            TheoryData<string, string, string, ErrorCode, string> all = [];
            foreach (Refusal one in Refusals.All)
            {
                all.Add(one.File, one.Place, one.Json, one.Code, one.RefusedAt);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Read_OneChangeToASample_IsRefusedByNameAndPlace(
        string file, string place, string json, ErrorCode code, string refusedAt)
    {
        byte[] changed = new Refusal(file, place, json, code, refusedAt, Shape: false).Document;

        MarginException refusal = Assert.Throws<MarginException>(() => Samples.Rewrite(file, changed));

        Assert.Equal((code, file, refusedAt), (refusal.Code, refusal.File, refusal.Path));
        Assert.NotEmpty(refusal.Accepted);
    }
}
