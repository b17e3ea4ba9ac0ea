// The part of Leaflet 1.9 that the map uses; its renderer's own steps too, because the marks have shapes of their own.
declare module "leaflet/dist/leaflet-src.esm.js" {
  export type Position = readonly [latitude: number, longitude: number];
  export interface Layer {
    addTo(where: LayerGroup | LeafletMap): this;
    bindTooltip(text: string, options?: object): this;
    on(event: string, run: () => void): this;
  }
  export interface LayerGroup extends Layer {
    clearLayers(): this;
  }
  export interface LeafletMap {
    fitBounds(bounds: readonly Position[], options?: object): this;
    invalidateSize(): this;
    remove(): this;
  }
  export interface CanvasLayer {
    readonly _point: { readonly x: number; readonly y: number };
    readonly options: Readonly<Record<string, unknown>>;
    _empty(): boolean;
  }
  export class Canvas {
    constructor(options?: object);
    readonly _drawing: boolean;
    readonly _ctx: CanvasRenderingContext2D;
    _updateCircle(layer: CanvasLayer): void;
    _fillStroke(context: CanvasRenderingContext2D, layer: CanvasLayer): void;
    static extend(steps: object): new (options?: object) => Canvas;
  }
  export const map: (place: HTMLElement, options?: object) => LeafletMap;
  export const layerGroup: () => LayerGroup;
  export const circle: (at: Position, options: object) => Layer;
  export const circleMarker: (at: Position, options: object) => Layer;
  export const polygon: (rings: readonly (readonly Position[])[], options: object) => Layer;
  export const tooltip: (options: object) => Layer & {
    setLatLng(at: Position): ReturnType<typeof tooltip>;
    setContent(text: string): ReturnType<typeof tooltip>;
  };
  export const control: {
    zoom(options: object): { addTo(map: LeafletMap): void };
    scale(options: object): { addTo(map: LeafletMap): void };
  };
}

declare module "*.css";
