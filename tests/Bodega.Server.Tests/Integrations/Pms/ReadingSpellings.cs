using Bodega.Server.Integrations.Pms;

namespace Bodega.Server.Tests.Integrations.Pms;

public sealed class ReadingSpellings
{
    [Theory]
    [InlineData("2026-05-06", "2026-05-06")]
    [InlineData("06.05.2026", "2026-05-06")]
    [InlineData("06.05.26", "2026-05-06")]
    [InlineData("06/05/2026", "2026-05-06")]
    [InlineData("06/05/26", "2026-05-06")]
    [InlineData("05/16/2026", "2026-05-16")]
    [InlineData("05/16/26", "2026-05-16")]
    [InlineData("06-05-2026", "2026-05-06")]
    [InlineData("06-05-26", "2026-05-06")]
    [InlineData("31-05-26", "2026-05-31")]
    [InlineData("32-05-06", "2032-05-06")]
    [InlineData("29.02.2028", "2028-02-29")]
    [InlineData("29.02.2026", null)]
    [InlineData("05.16.2026", null)]
    [InlineData("13/13/2026", null)]
    [InlineData("2026/05/06", null)]
    [InlineData("2026-05-2026", null)]
    [InlineData("2026-05-06T10:00", null)]
    [InlineData("06-05.2026", null)]
    [InlineData("2026-00-06", null)]
    [InlineData("٠٦/٠٥/٢٠٢٦", null)]
    [InlineData("mañana", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_day_is_read_in_every_spelling_of_theirs(string? text, string? day) => Assert.Equal(day, PmsText.Day(text)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("15:00", "15:00")]
    [InlineData("9:30", "09:30")]
    [InlineData("21:30:00", "21:30")]
    [InlineData("22:00 h", "22:00")]
    [InlineData("24:00", null)]
    [InlineData("9:7", null)]
    [InlineData("15:000", null)]
    [InlineData("tarde", null)]
    [InlineData(null, null)]
    public void A_time_is_its_hour_and_minute(string? text, string? time) => Assert.Equal(time, PmsText.Time(text));

    [Theory]
    [InlineData("(+34)600111222", "+34600111222")]
    [InlineData("(+34) 600 111 222", "+34 600 111 222")]
    [InlineData("+34 (600) 111", "+34 (600) 111")]
    [InlineData("(600) 111", "(600) 111")]
    [InlineData("600111222", "600111222")]
    [InlineData(null, null)]
    public void A_country_s_code_loses_its_brackets(string? text, string? phone) => Assert.Equal(phone, PmsText.Phone(text));
}
