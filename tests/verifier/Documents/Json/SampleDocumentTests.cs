using System.Text;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Json;

public sealed class SampleDocumentTests
{
    // The samples are written by hand in the one layout, so reading and writing must give their bytes.
    [Theory]
    [InlineData("market.json")]
    [InlineData("model.json")]
    [InlineData("model.extended.json")]
    [InlineData("scenarios.json")]
    [InlineData("book.json")]
    [InlineData("result.json")]
    [InlineData("result.extended.json")]
    [InlineData("error.json")]
    [InlineData("history.json")]
    [InlineData("covariance.json")]
    public void Write_AfterReadingTheSample_GivesItsBytes(string file)
    {
        byte[] sample = Samples.Json(file);

        byte[] written = Samples.Rewrite(file, sample);

        Assert.Equal(Encoding.UTF8.GetString(sample), Encoding.UTF8.GetString(written));
    }
}
