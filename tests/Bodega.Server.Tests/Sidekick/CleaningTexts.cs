using Bodega.Server.Apis.Sidekick;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>How the wire cleans texts and judges addresses (contract §1.2, §1.3, W5).</summary>
public sealed class CleaningTexts
{
    [Theory]
    [InlineData("<b>Sol</b> 101", "Sol 101")]
    [InlineData("Sol & Mar", "Sol & Mar")]
    [InlineData("a < b", "a < b")]
    [InlineData(" <script>alert(1)</script>x<!-- y --> ", "x")]
    [InlineData("<<b>b>x", "x")]
    [InlineData("<style>p{}</style>", "")]
    public void Tags_go_and_the_rest_stays(string typed, string kept) => Assert.Equal(kept, WireText.StripHtml(typed));

    [Fact]
    public void Tags_within_tags_without_end_cost_no_more_than_a_few_rounds()
    {
        static string Nested(int depth) => new string('<', depth) + string.Concat(Enumerable.Repeat("b>", depth));
        Assert.DoesNotContain('<', WireText.StripHtml(Nested(30_000)));
        // What no field holds is cut before it is cleaned: one round for each of these would take days.
        Assert.True(WireText.StripHtml(Nested(2_000_000)).Length <= 100_000);
        Assert.Equal(2000, WireText.Clean(Nested(2_000_000)).Length);
    }

    [Theory]
    [InlineData(" Ana@EXAMPLE.com ", "Ana@example.com")]
    [InlineData("ana@sol", null)]
    [InlineData("ana@sol.test", null)]
    [InlineData("ana@localhost", null)]
    [InlineData("Ana <ana@sol.es>", null)]
    [InlineData("ana@señal.es", "ana@señal.es")]
    public void Addresses_are_brought_into_their_form(string typed, string? normal) => Assert.Equal(normal, WireText.Email(typed));
}
