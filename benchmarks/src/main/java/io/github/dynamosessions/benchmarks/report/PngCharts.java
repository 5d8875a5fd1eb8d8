package io.github.dynamosessions.benchmarks.report;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws charts as PNG files, without a display. */
final class PngCharts {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final int FONT_SIZE = 12;
    private static final Color[] COLOURS = {
        new Color(0x2A6FBB), new Color(0xD9822B), new Color(0x4C9A5A), new Color(0x8A5AA8), new Color(0x7A7A7A)
    };

    private PngCharts() {}

    static void draw(Chart chart, Path directory) throws IOException {
        String file = directory.resolve(chart.name() + ".png").toString();
        BitmapEncoder.saveBitmap(chart.kind() == Chart.Kind.BARS ? bars(chart) : lines(chart), file, BitmapFormat.PNG);
    }

    private static CategoryChart bars(Chart chart) {
        CategoryChart drawn = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle(chart.xTitle())
                .yAxisTitle(chart.yTitle())
                .build();
        drawn.getStyler().setAvailableSpaceFill(0.7);
        drawn.getStyler().setYAxisMin(0.0);
        style(drawn.getStyler());
        chart.series().forEach((label, figures) -> drawn.addSeries(label, chart.x(), figures));
        return drawn;
    }

    private static XYChart lines(Chart chart) {
        XYChart drawn = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle(chart.xTitle())
                .yAxisTitle(chart.yTitle())
                .build();
        drawn.getStyler().setXAxisLogarithmic(true);
        drawn.getStyler().setYAxisLogarithmic(true);
        style(drawn.getStyler());
        var numbers = chart.x().stream().map(Double::valueOf).toList();
        chart.series().forEach((label, figures) -> drawn.addSeries(label, numbers, figures));
        return drawn;
    }

    private static void style(AxesChartStyler styler) {
        styler.setSeriesColors(COLOURS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
        styler.setAxisTickLabelsFont(font);
        styler.setLegendFont(font);
        styler.setAxisTitleFont(font.deriveFont(Font.BOLD));
        styler.setChartTitleFont(font.deriveFont(Font.BOLD, FONT_SIZE + 2f));
    }
}
